package discord

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/textproto"
	"strings"

	"attache/commands"
)

// encode returns the body of a call or of a response, and its content type: JSON,
// or JSON with files beside it. Without a body both are empty.
func encode(body any, files []commands.File) (kind string, encoded []byte, err error) {
	if body == nil {
		return "", nil, nil
	}
	text, err := json.Marshal(body)
	if err != nil {
		return "", nil, fmt.Errorf("encode a body: %w", err)
	}
	if len(files) == 0 {
		return "application/json", text, nil
	}
	var out bytes.Buffer
	form := multipart.NewWriter(&out)
	part := func(name, file, kind string, data []byte) {
		disposition := fmt.Sprintf(`form-data; name="%s"`, name)
		if file != "" {
			disposition += fmt.Sprintf(`; filename="%s"`, quoted.Replace(file))
		}
		// A writer to memory does not fail.
		w, _ := form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {disposition}, "Content-Type": {kind}})
		w.Write(data)
	}
	part("payload_json", "", "application/json", text)
	for i, f := range files {
		part(fmt.Sprintf("files[%d]", i), f.Name, "application/octet-stream", f.Data)
	}
	form.Close()
	return form.FormDataContentType(), out.Bytes(), nil
}

// quoted is a file's name as it stands between quotes.
var quoted = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "", "\n", "")
