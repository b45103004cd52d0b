using System.Security.Cryptography;
using Azure.Core;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.KeyVault;

/// <summary>A credential made of a file, and made anew when the file has another content.</summary>
internal sealed class FileCredential(string file, Func<byte[], TokenCredential> make) : TokenCredential
{
    private readonly Lock _lock = new();
    private (byte[] Seen, TokenCredential Credential)? _made;

    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        Current().GetToken(requestContext, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        Current().GetTokenAsync(requestContext, cancellationToken);

    private TokenCredential Current()
    {
        try
        {
            var content = File.ReadAllBytes(file);
            var seen = SHA256.HashData(content);
            lock (_lock)
            {
                if (_made is not { } made || !made.Seen.AsSpan().SequenceEqual(seen)) _made = made = (seen, make(content));
                return made.Credential;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new SecretStoreUnavailableException($"{file}, which the agent is to log in with, cannot be read or used");
        }
    }
}
