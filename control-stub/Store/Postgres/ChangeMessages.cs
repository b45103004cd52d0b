using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pdp.ControlStub.Store.Postgres;

/// <summary>Changes as the messages between processes. A message holds fewer than 8000 bytes.</summary>
internal static class ChangeMessages
{
    /// <summary>The channel they go by.</summary>
    public const string Channel = "pdp_control";

    /// <summary>Ids in one message: an id has at most 253 bytes, and there is room for the plane.</summary>
    private const int MostIds = 24;

    /// <summary>The messages that tell of a change.</summary>
    public static IEnumerable<string> Of(StoreChange change) => change is StoreChange.IntentsChanged intents
        ? intents.Ids.Chunk(MostIds).Select(ids => Text(new ChangeMessage { Plane = intents.Plane, Ids = ids }))
        : [Text(change switch
        {
            StoreChange.AccessRevoked revoked => new ChangeMessage { Plane = revoked.Plane, Revoked = true, Last = revoked.Last },
            StoreChange.SessionSeated seated => new ChangeMessage { Plane = seated.Plane, Seat = seated.Number },
            StoreChange.QuestionAsked asked => new ChangeMessage { Plane = asked.Plane, Question = asked.Id },
            StoreChange.QuestionAnswered answered => new ChangeMessage { Question = answered.Id },
            StoreChange.SecretHinted hinted => new ChangeMessage { Plane = hinted.Plane, Store = hinted.Store, Secret = hinted.Secret },
            StoreChange.TrustChanged trust => new ChangeMessage { Trust = trust.Version },
            StoreChange.EventsAppended events => new ChangeMessage { Newest = events.Newest },
            _ => new ChangeMessage(),
        })];

    /// <summary>What a message tells. One that cannot be read, as of a newer program, may tell of anything.</summary>
    public static StoreChange Read(string text) => Parse(text) switch
    {
        { Plane: { } plane, Ids: { } ids } => new StoreChange.IntentsChanged(plane, ids),
        { Plane: { } plane, Revoked: true, Last: var last } => new StoreChange.AccessRevoked(plane, last ?? long.MaxValue),
        { Plane: { } plane, Seat: { } seat } => new StoreChange.SessionSeated(plane, seat),
        { Plane: { } plane, Question: { } question } => new StoreChange.QuestionAsked(plane, question),
        { Plane: { } plane, Store: { } store, Secret: { } secret } => new StoreChange.SecretHinted(plane, store, secret),
        { Question: { } question } => new StoreChange.QuestionAnswered(question),
        { Trust: { } version } => new StoreChange.TrustChanged(version),
        { Newest: { } newest } => new StoreChange.EventsAppended(newest),
        _ => new StoreChange.Interrupted(),
    };

    private static ChangeMessage? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ChangeJson.Default.ChangeMessage);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(ChangeMessage message) => JsonSerializer.Serialize(message, ChangeJson.Default.ChangeMessage);
}

/// <summary>A message; which fields there are says what it tells.</summary>
internal sealed record ChangeMessage
{
    public string? Plane { get; init; }

    public IReadOnlyList<string>? Ids { get; init; }

    public bool? Revoked { get; init; }

    public long? Last { get; init; }

    public long? Seat { get; init; }

    public string? Question { get; init; }

    public string? Store { get; init; }

    public string? Secret { get; init; }

    public long? Trust { get; init; }

    public long? Newest { get; init; }
}

/// <summary>How messages are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChangeMessage))]
internal sealed partial class ChangeJson : JsonSerializerContext;
