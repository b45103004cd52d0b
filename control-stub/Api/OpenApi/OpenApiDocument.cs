using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Api.OpenApi;

/// <summary>The description of the operator API (OpenAPI 3.1), put together from the parts beside this file.</summary>
internal static class OpenApiDocument
{
    private const string Prefix = "Pdp.ControlStub.Api.OpenApi.";

    /// <summary>The document as JSON.</summary>
    public static ReadOnlyMemory<byte> Bytes { get; } = CanonicalJson.Bytes(Make());

    private static JsonObject Make()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var document = new JsonObject();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            Merge(document, Read(assembly, name));
        document["info"]!["version"] = assembly.GetName().Version?.ToString(3);
        return document;
    }

    private static JsonObject Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var batch = DocumentText.Read(Encoding.UTF8.GetBytes(reader.ReadToEnd()), DocumentFormat.Yaml);
        return batch is { Findings: [], Documents: [{ } part] }
            ? part
            : throw new InvalidOperationException($"{name}: {string.Join("; ", batch.Findings)}");
    }

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from.ToList())
        {
            from.Remove(name);
            if (into[name] is JsonObject there && value is JsonObject more)
                Merge(there, more);
            else
                into.Add(name, value);
        }
    }
}
