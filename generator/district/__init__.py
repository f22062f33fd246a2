"""A district (财政部门的一级预算): who must publish, how far each is, and all departments added up."""
