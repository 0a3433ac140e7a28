package slack

import (
	"errors"
	"fmt"
	"net/url"
)

// bare returns an error of a call without the address that it went to: an
// address of Slack can be a secret in itself.
func bare(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		return fmt.Errorf("%s: %w", at.Op, at.Err)
	}
	return err
}
