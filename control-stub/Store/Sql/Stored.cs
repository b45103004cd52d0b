using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pdp.ControlStub.Trust;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>How values look in the database.</summary>
internal static class Stored
{
    /// <summary>A time is whole milliseconds since 1970, UTC.</summary>
    public static long Time(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <inheritdoc cref="Time(DateTimeOffset)"/>
    public static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    /// <inheritdoc cref="Time(DateTimeOffset)"/>
    public static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } known ? Time(known) : null;

    /// <summary>An enum is its name.</summary>
    public static T Name<T>(string name) where T : struct, Enum => Enum.Parse<T>(name);

    /// <summary>A record is JSON.</summary>
    public static string? Json<T>(T? value, JsonTypeInfo<T> type) where T : class =>
        value is null ? null : JsonSerializer.Serialize(value, type);

    /// <inheritdoc cref="Json{T}(T, JsonTypeInfo{T})"/>
    public static T? Json<T>(string? text, JsonTypeInfo<T> type) where T : class =>
        text is null ? null : JsonSerializer.Deserialize(text, type);
}

/// <summary>The records of this side that are stored as JSON; those of the contract have a context of their own.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentRecord))]
[JsonSerializable(typeof(JsonWebKey))]
[JsonSerializable(typeof(IReadOnlyList<TrustAnchor>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<VoteRecord>))]
[JsonSerializable(typeof(ServiceDocument))]
internal sealed partial class StoredJson : JsonSerializerContext;
