using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Trust;
using Pdp.Protocol.Tokens;

namespace Pdp.ControlStub.Observability;

/// <summary>Makes the tokens with which browsers ask a plane directly. What they show there never passes through here.</summary>
internal sealed class ObservabilityTokenMaker(TrustBook book, TimeProvider time)
{
    /// <summary>How long a token is good unless told, seconds.</summary>
    public const int DefaultSeconds = 600;

    /// <summary>A token for what its asker may see of what he asks for.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="plane">The plane.</param>
    /// <param name="scopes">What it opens; at most <see cref="ObservabilityClaims.MostScopes"/>.</param>
    /// <param name="seconds">How long it is good; it ends no later than the token that its asker showed.</param>
    /// <returns>The token and what it says; null where this process has no key for tokens.</returns>
    /// <exception cref="ArgumentException">So many scopes that it would be too large.</exception>
    public (string Token, ObservabilityClaims Claims)? Make(Caller caller, string plane, IReadOnlyList<ObservabilityScope> scopes, int seconds)
    {
        if (book.Current.Tokens is not { } key)
            return null;
        var now = time.GetUtcNow();
        var end = now.AddSeconds(seconds);
        if (caller.TokenExpiresAt is { } own && own < end)
            end = own;
        // A token that ends within this second would be none.
        var (signed, ends) = (now.ToUnixTimeSeconds(), Math.Max(end.ToUnixTimeSeconds(), now.ToUnixTimeSeconds() + 1));
        var claims = new ObservabilityClaims(caller.User ?? caller.Actor, plane, signed, ends, Guid.NewGuid().ToString("N"), scopes);
        return (ObservabilityTokens.Sign(key, claims), claims);
    }
}
