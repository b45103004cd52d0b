namespace Pdp.Protocol.Tokens;

/// <summary>Whether a token is good.</summary>
public abstract record TokenVerification
{
    private TokenVerification()
    {
    }

    /// <summary>It is.</summary>
    /// <param name="Claims">What it says.</param>
    public sealed record Good(ObservabilityClaims Claims) : TokenVerification;

    /// <summary>It is not; nothing of its content may be used.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(TokenRefusal Reason) : TokenVerification;
}
