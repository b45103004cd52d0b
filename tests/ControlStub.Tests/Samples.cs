namespace Pdp.ControlStub.Tests;

/// <summary>Documents that many tests use.</summary>
internal static class Samples
{
    /// <summary>A small intent, as an operator writes it.</summary>
    public const string Web = """
        {
          "apiVersion": "pdp.dev/v1",
          "kind": "Component",
          "metadata": { "component": "web", "project": "shop", "environment": "development" },
          "spec": {
            "type": "service",
            "release": "web-1",
            "containers": { "main": { "image": "example.com/web:1", "ports": { "http": { "port": 8080 } } } },
            "endpoints": { "http": { "port": 8080 } }
          }
        }
        """;

    /// <summary>The same with another image.</summary>
    public static string WebOf(string image) => Web.Replace("example.com/web:1", image, StringComparison.Ordinal);

    /// <summary>A file of the samples folder.</summary>
    public static string File(string name) => System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Compile", "Cases", name));
}
