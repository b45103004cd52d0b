using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;

namespace Pdp.Kubernetes.Verbs;

/// <summary>One page of a list.</summary>
/// <param name="Items">The objects, each on its own and not part of a larger document.</param>
/// <param name="ResourceVersion">The version of the collection.</param>
/// <param name="Continue">Where the rest begins; null on the last page.</param>
internal sealed record ListPage(IReadOnlyList<JsonObject> Items, string ResourceVersion, string? Continue)
{
    /// <summary>
    /// Cuts the items out of the answer and parses each by itself: an object that is kept must not keep the whole page in memory.
    /// </summary>
    /// <exception cref="JsonException">Not a list, too deep, or an item that is no object.</exception>
    public static ListPage Parse(ReadOnlySpan<byte> utf8, GroupVersionKind kind, int maxDepth)
    {
        var items = new List<JsonObject>();
        JsonObject? metadata = null;
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8)) metadata = StrictJson.ParseObject(NextValue(ref reader, utf8), maxDepth);
            else if (reader.ValueTextEquals("items"u8)) ReadItems(ref reader, utf8, items, maxDepth);
            else NextValue(ref reader, utf8);
        }
        if (metadata is null) throw new JsonException("The list has no metadata.");
        foreach (var item in items) PartialMetadata.NameKind(item, kind);
        return new ListPage(
            items, metadata.GetString("resourceVersion") ?? "", metadata.GetString("continue") is { Length: > 0 } rest ? rest : null);
    }

    private static void ReadItems(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, List<JsonObject> items, int maxDepth)
    {
        if (!reader.Read()) throw new JsonException();
        // Go writes an empty list as null.
        if (reader.TokenType == JsonTokenType.Null) return;
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("items: must be a list.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(StrictJson.ParseObject(ThisValue(ref reader, utf8), maxDepth));
    }

    private static ReadOnlySpan<byte> NextValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        if (!reader.Read()) throw new JsonException();
        return ThisValue(ref reader, utf8);
    }

    private static ReadOnlySpan<byte> ThisValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return utf8[start..(int)reader.BytesConsumed];
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token) throw new JsonException("Not a JSON object.");
    }
}
