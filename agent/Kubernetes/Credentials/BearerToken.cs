namespace Pdp.Kubernetes.Credentials;

/// <summary>What may stand in an <c>Authorization</c> header.</summary>
internal static class BearerToken
{
    /// <summary>
    /// Visible ASCII only, not empty: a line break would make a header of its own, and an exception that quotes the token.
    /// </summary>
    public static bool IsValid(string token) => token.Length is > 0 and <= 64 * 1024 && token.All(c => c is > ' ' and < (char)0x7F);
}
