using System.Net;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Vault;

/// <summary>Reads from a Vault as somebody it knows. A refusal is believed once the token is known to be good.</summary>
internal sealed class VaultCalls(VaultConnection connection, VaultSession session) : IDisposable
{
    /// <summary>Reads a path.</summary>
    /// <returns>The answer; null when there is nothing at this path.</returns>
    /// <exception cref="SecretStoreException">The agent may not, or the Vault as a whole does not answer.</exception>
    public async Task<VaultAnswer> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var token = await session.TokenAsync(cancellationToken);
        var answer = await connection.SendAsync(path, token, null, cancellationToken);
        if (answer.Status == HttpStatusCode.Forbidden && !await session.IsStillGoodAsync(token, cancellationToken))
            answer = await connection.SendAsync(path, await session.TokenAsync(cancellationToken), null, cancellationToken);
        return answer.Status switch
        {
            HttpStatusCode.OK or HttpStatusCode.NotFound => answer,
            HttpStatusCode.Forbidden => throw new SecretStoreException(
                $"the agent may not read {path.Split('?')[0]} there: its policy must have the capability read on it"),
            _ => throw new SecretStoreException($"it cannot read {path.Split('?')[0]} (HTTP {(int)answer.Status}): check mount and engine"),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        connection.Dispose();
    }
}
