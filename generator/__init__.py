"""部门预算信息公开: from a budget in YAML to the statutory disclosure document."""
