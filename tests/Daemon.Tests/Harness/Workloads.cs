using System.Text.Json.Nodes;

namespace Pdp.Daemon.Tests.Harness;

/// <summary>Given objects, as a Manifests intent brings them.</summary>
internal static class Workloads
{
    public static JsonObject ConfigMap(string name, string value = "1") =>
        JsonNode.Parse(
            $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}"},"data":{"value":"{{value}}"} }""")!.AsObject();

    public static JsonObject Deployment(string name, string image = "registry.example/app:1") => JsonNode.Parse(
        $$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{name}}"},
         "spec":{"replicas":1,"selector":{"matchLabels":{"app":"{{name}}"} },
           "template":{"metadata":{"labels":{"app":"{{name}}"} },"spec":{{Pod(image)}} } } }
        """)!.AsObject();

    public static JsonObject Job(string name) => JsonNode.Parse(
        $$"""
        {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"{{name}}"},
         "spec":{"backoffLimit":0,"template":{"spec":{{Pod("registry.example/task:1", "\"restartPolicy\":\"Never\",")}} } } }
        """)!.AsObject();

    private static string Pod(string image, string more = "") =>
        $$"""
        { {{more}}"automountServiceAccountToken":false,
          "securityContext":{"runAsNonRoot":true,"runAsUser":65532,"seccompProfile":{"type":"RuntimeDefault"} },
          "containers":[{"name":"main","image":"{{image}}",
            "securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]} } }] }
        """;
}
