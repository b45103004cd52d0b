using System.Globalization;

namespace Pdp.LocalCluster.Tests.Running;

/// <summary>Manifests the tests share.</summary>
internal static class Workloads
{
    /// <summary>A Deployment whose pods carry <c>app: name</c>; <paramref name="spec"/> is indented by two and goes under <c>spec</c>.</summary>
    public static string Deployment(string name, string image, int replicas = 3, string spec = "") => string.Create(CultureInfo.InvariantCulture, $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{name}}
        spec:
          replicas: {{replicas}}
          selector:
            matchLabels:
              app: {{name}}
          template:
            metadata:
              labels:
                app: {{name}}
            spec:
              containers:
              - name: main
                image: "{{image}}"
        {{spec}}
        """);

    /// <summary>A pod of one container; both texts are indented as a document of their own.</summary>
    public static string Pod(string name, string container, string spec = "") => $$"""
        apiVersion: v1
        kind: Pod
        metadata:
          name: {{name}}
          labels:
            app: {{name}}
        spec:
          terminationGracePeriodSeconds: 5
        {{Indent(spec, "  ")}}
          containers:
          - name: main
        {{Indent(container, "    ")}}
        """;

    private static string Indent(string text, string by) => string.Join('\n', text.Split('\n').Select(line => by + line));
}
