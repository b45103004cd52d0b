using Pdp.Protocol.Tokens;

namespace Pdp.ControlStub.Api.Answers;

/// <summary>A token for the observability API of a plane.</summary>
/// <param name="Token">The token itself: a secret until it ends.</param>
/// <param name="Id">Names it in the plane's audit trail.</param>
/// <param name="ExpiresAt">Its end, UTC.</param>
/// <param name="Scopes">What it opens: what was asked for, as far as its asker may see it.</param>
internal sealed record ObservabilityTokenAnswer(string Token, string Id, DateTimeOffset ExpiresAt, IReadOnlyList<ObservabilityScope> Scopes)
{
    /// <summary>Its id only.</summary>
    public override string ToString() => $"{nameof(ObservabilityTokenAnswer)} {Id}";
}
