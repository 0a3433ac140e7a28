package discordfake

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// SchemaFile is where a checkout may keep Discord's OpenAPI document, below one
// of the folders above the tests.
const SchemaFile = "shared/discord-openapi.json"

// A Schema judges the bodies of requests by Discord's OpenAPI document. It is
// made once and shared by many fakes; a nil one judges nothing.
type Schema struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	document object
	compiled map[string]*jsonschema.Schema
}

// LoadSchema reads the document at a path. It takes a good part of a second, so
// tests share what it returns.
func LoadSchema(path string) (*Schema, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the OpenAPI document: %w", err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		return nil, fmt.Errorf("read the OpenAPI document: %w", err)
	}
	o, ok := doc.(object)
	if !ok || child(o, "paths") == nil {
		return nil, fmt.Errorf("read the OpenAPI document: it has no paths")
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	if err := compiler.AddResource(schemaName, o); err != nil {
		return nil, fmt.Errorf("read the OpenAPI document: %w", err)
	}
	return &Schema{compiler: compiler, document: o, compiled: map[string]*jsonschema.Schema{}}, nil
}

// schemaName is what the document is called inside.
const schemaName = "discord.json"

// FindSchema loads the document that a folder above the working directory
// keeps as [SchemaFile]. It returns nil and no error when there is none.
func FindSchema() (*Schema, error) {
	folder, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	for {
		path := filepath.Join(folder, SchemaFile)
		if _, err := os.Stat(path); err == nil {
			return LoadSchema(path)
		} else if !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
		above := filepath.Dir(folder)
		if above == folder {
			return nil, nil
		}
		folder = above
	}
}

// Judge returns what in the body of a request breaks the document, one line for
// each place, none when it is valid or when the document does not know the
// request. The path is as the document writes it; body is decoded JSON.
func (s *Schema) Judge(method, path string, body any) []string { return s.judge(method, path, body) }

func (s *Schema) judge(method, path string, body any) []string {
	if s == nil || body == nil {
		return nil
	}
	schema, err := s.operation(method, path)
	if err != nil {
		return []string{err.Error()}
	}
	if schema == nil {
		return nil
	}
	if strings.Contains(path, "/commands") {
		body = coerced(body)
	}
	var invalid *jsonschema.ValidationError
	if err := schema.Validate(body); errors.As(err, &invalid) {
		return leaves(invalid)
	}
	return nil
}

// operation returns the compiled schema of a request's JSON; nil for none.
func (s *Schema) operation(method, path string) (*jsonschema.Schema, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := method + " " + path
	if have, ok := s.compiled[key]; ok {
		return have, nil
	}
	operation := child(child(child(s.document, "paths"), path), strings.ToLower(method))
	if child(child(child(operation, "requestBody"), "content"), "application/json") == nil {
		s.compiled[key] = nil
		return nil, nil
	}
	pointer := strings.NewReplacer("~", "~0", "/", "~1").Replace(path)
	at := schemaName + "#/paths/" + url.PathEscape(pointer) + "/" + strings.ToLower(method) + "/requestBody/content/application~1json/schema"
	compiled, err := s.compiler.Compile(at)
	if err != nil {
		return nil, fmt.Errorf("compile the schema of %s: %w", key, err)
	}
	s.compiled[key] = compiled
	return compiled, nil
}

// coerced returns commands with their permissions as numbers: Discord takes
// them as text, which is how it writes them, and the document does not say so.
func coerced(body any) any {
	switch v := body.(type) {
	case list:
		out := slices.Clone(v)
		for i := range out {
			out[i] = coerced(out[i])
		}
		return out
	case object:
		out := object{}
		for name, field := range v {
			out[name] = field
		}
		if text := word(v, "default_member_permissions"); snowflake(text) {
			out["default_member_permissions"] = 0.0
		}
		return out
	}
	return body
}

// leaves returns the innermost complaints, at most five: a schema that offers
// many forms complains of each.
func leaves(e *jsonschema.ValidationError) []string {
	var out []string
	var walk func(*jsonschema.ValidationError)
	walk = func(e *jsonschema.ValidationError) {
		if len(e.Causes) == 0 {
			line := strings.TrimSpace(strings.ReplaceAll(e.Error(), "\n", " "))
			if _, after, found := strings.Cut(line, "at '"); found {
				line = "at '" + after
			}
			out = append(out, shortened(line, 200))
		}
		for _, cause := range e.Causes {
			walk(cause)
		}
	}
	walk(e)
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), 5)]
}
