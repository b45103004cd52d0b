{{- define "pdp-agent.name" -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "pdp-agent.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "pdp-agent.name" .) -}}
{{- end -}}

{{- define "pdp-agent.selector" -}}
app.kubernetes.io/name: pdp-agent
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "pdp-agent.labels" -}}
{{ include "pdp-agent.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "pdp-agent.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "pdp-agent.config" -}}
{{- $kinds := list "Namespace" -}}
{{- range .Values.kinds -}}
{{- $kinds = append $kinds (empty .group | ternary .kind (printf "%s/%s" .group .kind)) -}}
{{- end -}}
bundle: /var/run/pdp-agent/{{ .Values.bundle.key }}
namespace: {{ .Release.Namespace }}
lease-name: {{ include "pdp-agent.name" . }}
identity-secret: {{ include "pdp-agent.name" . }}-identity
listen: 0.0.0.0:8080
policy-pod-security: {{ .Values.podSecurity }}
policy-allowed-kinds: {{ toJson $kinds }}
{{- if .Values.policy }}
policy: /etc/pdp-agent-policy/policy.yaml
{{- end }}
{{- if .Values.secretStores }}
secret-stores: /etc/pdp-agent-secret-stores/secret-stores.yaml
{{- end }}
{{- if .Values.registries }}
registries: /etc/pdp-agent-registries/registries.yaml
{{- end }}
{{- if .Values.audit.enabled }}
audit-dir: /var/lib/pdp-agent/audit
{{- end }}
audit-stdout: {{ .Values.audit.stdout }}
{{- if .Values.observability.enabled }}
observe-listen: 0.0.0.0:8443
observe-tls-cert: /var/run/pdp-agent-tls/tls.crt
observe-tls-key: /var/run/pdp-agent-tls/tls.key
observe-directory: /var/lib/pdp-agent/observe
{{- with .Values.observability.origins }}
observe-origins: {{ toJson . }}
{{- end }}
observe-logs-size: {{ int64 .Values.observability.retention.size }}
observe-logs-age: {{ .Values.observability.retention.age }}
{{- end }}
{{- with .Values.config }}
{{ toYaml . }}
{{- end }}
{{- end -}}
