package generator

import "strings"

// pagesURL is where GitHub Pages publishes the repository that a workflow runs in; empty elsewhere.
func pagesURL(environ []string) string {
	actions, repository := false, ""
	for _, kv := range environ {
		k, v, _ := strings.Cut(kv, "=")
		switch k {
		case "GITHUB_ACTIONS":
			actions = v == "true"
		case "GITHUB_REPOSITORY":
			repository = v
		}
	}
	owner, name, ok := strings.Cut(repository, "/")
	if !actions || !ok || owner == "" || name == "" {
		return ""
	}
	host := strings.ToLower(owner) + ".github.io"
	if strings.EqualFold(name, host) {
		return "https://" + host + "/"
	}
	return "https://" + host + "/" + name + "/"
}
