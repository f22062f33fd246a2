"""Reading (读取): bytes of YAML → a tree of texts with places → typed values, by the schema."""
