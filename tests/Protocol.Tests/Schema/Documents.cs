using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pdp.Protocol.Tests.Schema;

/// <summary>Documents that hold, to be broken one field at a time.</summary>
internal static class Documents
{
    public static JsonObject Component() => Parse(
        """
        {
          "apiVersion": "pdp.dev/v1",
          "kind": "Component",
          "metadata": {
            "id": "shop-backend-dev", "plane": "plane-1", "generation": 3,
            "organization": "acme", "project": "shop", "environment": "dev", "component": "backend", "track": "v1.2",
            "labels": { "team.example.com/name": "payments" }, "annotations": { "contact": "mailto:a@example.com" }
          },
          "spec": {
            "state": "Active", "type": "service", "release": "backend-7",
            "containers": {
              "main": {
                "image": "registry.example.com/backend:7", "command": ["/app"], "args": ["--serve"],
                "env": [
                  { "name": "PORT", "value": "5000" },
                  { "name": "LOG_LEVEL", "config": "log-level" },
                  { "name": "DATABASE_URL", "secret": { "store": "vault", "name": "shop/db", "property": "url" } }
                ],
                "files": [{ "path": "/etc/app/app.ini", "config": "app.ini" }],
                "ports": { "http": { "port": 5000 }, "dns": { "port": 53, "protocol": "UDP" } },
                "resources": { "requests": { "cpu": "100m" }, "limits": { "memory": "512Mi" } },
                "runAsUser": 10001,
                "probes": { "readiness": { "http": { "port": 5000, "path": "/ready" }, "periodSeconds": 5 }, "liveness": { "tcp": "http" } }
              }
            },
            "config": { "log-level": "info", "app.ini": "a=b" },
            "endpoints": { "rest": { "port": 80, "targetPort": "http", "protocol": "HTTP", "visibility": ["project"], "basePath": "/api" } },
            "replicas": 2,
            "storage": [],
            "rollout": { "strategy": "rolling", "maxSurge": 1, "maxUnavailable": "0", "deadlineSeconds": 60, "autoRollback": true },
            "dependsOn": ["shop-database-dev"],
            "deleteVolumes": false
          }
        }
        """);

    public static JsonObject Manifests() => Parse(
        """
        {
          "apiVersion": "pdp.dev/v1",
          "kind": "Manifests",
          "metadata": { "id": "extras", "plane": "plane-1", "generation": 1 },
          "spec": {
            "resources": [
              { "id": "settings", "wave": -1, "object": { "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "settings" }, "data": { "a": "1" } } }
            ]
          }
        }
        """);

    public static JsonObject Removal() => Parse(
        """
        {
          "apiVersion": "pdp.dev/v1", "kind": "Removal",
          "metadata": { "id": "extras", "plane": "plane-1", "generation": 2 },
          "spec": { "deleteVolumes": true }
        }
        """);

    public static byte[] Bytes(JsonNode document) => Encoding.UTF8.GetBytes(document.ToJsonString());

    /// <summary>Replaces the value at a slash-separated place; <paramref name="json"/> null takes it away.</summary>
    public static JsonObject With(JsonObject document, string place, string? json)
    {
        var segments = place.Split('/');
        JsonNode node = document;
        foreach (var segment in segments[..^1])
            node = node is JsonArray list ? list[int.Parse(segment)]! : node[segment]!;

        var value = json is null ? null : JsonNode.Parse(json);
        if (node is JsonArray items)
            items[int.Parse(segments[^1])] = value;
        else if (json is null)
            node.AsObject().Remove(segments[^1]);
        else
            node[segments[^1]] = value;
        return document;
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 256 })!.AsObject();
}
