package generator

import "likewise/generator/config"

// Schema is the JSON Schema of site.toml.
func Schema() []byte { return config.Schema() }
