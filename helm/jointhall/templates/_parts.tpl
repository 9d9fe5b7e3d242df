{{/* Names and labels. */}}
{{- define "hall.name" -}}
{{- if contains "jointhall" .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-jointhall" .Release.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "hall.selector" -}}
app.kubernetes.io/name: jointhall
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "hall.labels" -}}
{{ include "hall.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "hall.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* What every pod of ours may not do. */}}
{{- define "hall.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "hall.security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* A variable from the secret: include "hall.secret" (list . "DATABASE_URL") */}}
{{- define "hall.secret" -}}
{{- $root := index . 0 -}}
- name: {{ index . 1 }}
  valueFrom:
    secretKeyRef:
      name: {{ $root.Values.existingSecret }}
      key: {{ index . 1 }}
{{- end }}

{{/* The environment web and worker share. */}}
{{- define "hall.environment" -}}
{{ include "hall.secret" (list . "DATABASE_URL") }}
{{ include "hall.secret" (list . "BROKER_URL") }}
{{ include "hall.secret" (list . "S3_ACCESS_KEY") }}
{{ include "hall.secret" (list . "S3_SECRET_KEY") }}
{{- range .Values.secretSettings }}
{{ include "hall.secret" (list $ .) }}
{{- end }}
- name: MASTER_KEY_FILE
  value: /var/lib/jointhall/keys/master
{{- end }}

{{/* The keys: a shared folder, with the master key of the secret laid into it. */}}
{{- define "hall.mounts" -}}
- name: keys
  mountPath: /var/lib/jointhall/keys
- name: master-key
  mountPath: /var/lib/jointhall/keys/master
  subPath: master
  readOnly: true
- name: scratch
  mountPath: /tmp
{{- end }}

{{- define "hall.volumes" -}}
- name: keys
  persistentVolumeClaim:
    claimName: {{ .Values.keys.existingClaim | default (printf "%s-keys" (include "hall.name" .)) }}
- name: master-key
  secret:
    secretName: {{ .Values.existingSecret }}
    defaultMode: 288 # 0440; the two versions of YAML read that differently
    items:
      - key: master-key
        path: master
- name: scratch
  emptyDir:
    sizeLimit: 1Gi
{{- end }}

{{/* Where pods go. */}}
{{- define "hall.placing" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
