using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Tests;

/// <summary>An answer read to its end.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">The body as it came.</param>
/// <param name="Warnings">The texts of the warning headers.</param>
internal sealed record Answer(int Status, string Text, IReadOnlyList<string> Warnings)
{
    /// <summary>The body as an object; an empty one where it is none.</summary>
    public JsonObject Body { get; } = Parse(Text);

    public string? Reason => (string?)Body["reason"];

    public string? Message => (string?)Body["message"];

    /// <summary>The fields of the causes.</summary>
    public IReadOnlyList<string> Causes =>
        Body["details"]?["causes"] is JsonArray causes ? [.. causes.Select(c => (string?)c!["field"] ?? "")] : [];

    /// <summary>A value by its path in the form of the recorded cases.</summary>
    public JsonNode? At(string path) => Conformance.FieldPath.Find(Body, path);

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var warnings = response.Headers.TryGetValues("Warning", out var values) ? values.ToList() : [];
            return new Answer(
                (int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), warnings);
        }
    }

    private static JsonObject Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
