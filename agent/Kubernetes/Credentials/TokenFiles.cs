using Pdp.Kubernetes.Configuration;

namespace Pdp.Kubernetes.Credentials;

/// <summary>Bearer tokens from files.</summary>
internal static class TokenFiles
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads the token; keeps the credential of before as long as the token is the same.</summary>
    public static Credential Read(string path, Credential? before)
    {
        string token;
        try
        {
            token = BoundedFile.ReadText(path, MaxBytes).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CredentialException($"The token file cannot be read: {unreadable.Message}", unreadable);
        }
        if (!BearerToken.IsValid(token)) throw new CredentialException($"The token file {path} is empty or holds no bearer token.");
        return before?.Token == token ? before : new Credential(token, null);
    }
}
