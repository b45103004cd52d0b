using System.Text.Json;
using Pdp.ControlStub.Trust;

namespace Pdp.ControlStub.Api.Answers;

/// <summary>What agents are told to believe.</summary>
/// <param name="Version">Rises with each change.</param>
/// <param name="ChangedAt">When it last changed, UTC.</param>
/// <param name="Items">What is believed.</param>
/// <param name="Lacking">The first few planes, connected or seen not long ago, that do not know this version yet.</param>
internal sealed record TrustAnswer(long Version, DateTimeOffset ChangedAt, IReadOnlyList<TrustAnchorAnswer> Items, IReadOnlyList<string> Lacking)
{
    public static TrustAnswer Of(TrustRecord record, IReadOnlyList<string> lacking) =>
        new(record.Version, record.ChangedAt, [.. record.Anchors.Select(TrustAnchorAnswer.Of)], lacking);
}

/// <summary>Something that agents believe.</summary>
/// <param name="Kind"><c>intents</c> or <c>tokens</c>: what the key signs; <c>authority</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="State"><c>announced</c>, <c>active</c> or <c>leaving</c>.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
internal sealed record TrustAnchorAnswer(string Kind, string Id, string State, DateTimeOffset CreatedAt)
{
    public static TrustAnchorAnswer Of(TrustAnchor anchor) => new(Lower(anchor.Kind.ToString()), anchor.Id, Lower(anchor.State.ToString()), anchor.CreatedAt);

    private static string Lower(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
