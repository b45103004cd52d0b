using System.Net;
using System.Text.Json.Nodes;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Vault;

/// <summary>The agent's token: had by a login, renewed while its lease lasts, had anew when it was revoked or can be renewed no more.</summary>
internal sealed class VaultSession(VaultConnection connection, VaultAuth auth, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private VaultToken? _token;

    /// <summary>A token that is good as far as the agent knows.</summary>
    /// <exception cref="SecretStoreUnavailableException">There is none to be had.</exception>
    public async Task<VaultToken> TokenAsync(CancellationToken cancellationToken)
    {
        if (_token is { } known && time.GetUtcNow() < known.RenewAt) return known;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_token is { } token && time.GetUtcNow() < token.RenewAt) return token;
            return _token = await RenewAsync(cancellationToken) ?? await LoginAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether a token that was just refused something is still good; it is forgotten when it is not.</summary>
    public async Task<bool> IsStillGoodAsync(VaultToken token, CancellationToken cancellationToken)
    {
        var answer = await connection.SendAsync("auth/token/lookup-self", token, null, cancellationToken);
        if (answer.Status == HttpStatusCode.OK) return true;
        Interlocked.CompareExchange(ref _token, null, token);
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<VaultToken?> RenewAsync(CancellationToken cancellationToken)
    {
        if (_token is not { IsRenewable: true } token) return null;
        var answer = await connection.SendAsync("auth/token/renew-self", token, new JsonObject(), cancellationToken);
        return answer.Status == HttpStatusCode.OK ? VaultToken.Read(answer, time.GetUtcNow()) : null;
    }

    private async Task<VaultToken> LoginAsync(CancellationToken cancellationToken)
    {
        var login = auth.Login();
        if (login.Token is { } given) return VaultToken.Given(given, time.GetUtcNow());
        var answer = await connection.SendAsync(login.Path!, null, login.Body, cancellationToken);
        return answer.Status == HttpStatusCode.OK
            ? VaultToken.Read(answer, time.GetUtcNow())
            : throw new SecretStoreUnavailableException(
                $"it does not let the agent log in at {login.Path} (HTTP {(int)answer.Status}): check the role and what it is bound to");
    }
}
