//go:build tools

// Package tools keeps the Temporal command line in the module graph.
package tools

import _ "github.com/temporalio/cli/cmd/temporal"
