package intake

import (
	"errors"
	"fmt"
	"net/url"
)

// Bare returns an error of a call without the address that it went to: an
// address of a platform can be a secret in itself.
func Bare(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		return fmt.Errorf("%s: %w", at.Op, at.Err)
	}
	return err
}
