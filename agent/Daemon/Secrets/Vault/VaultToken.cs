using System.Text.Json;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Vault;

/// <summary>A token, and how long it serves.</summary>
/// <param name="Text">The token.</param>
/// <param name="RenewAt">When its lease is to be renewed, UTC; two thirds through.</param>
/// <param name="IsRenewable">Whether it can be; otherwise the agent logs in again.</param>
internal sealed record VaultToken(string Text, DateTimeOffset RenewAt, bool IsRenewable)
{
    private const int MostChars = 8 * 1024;
    private static readonly TimeSpan _least = TimeSpan.FromSeconds(5);

    // A file may hold another one meanwhile.
    private static readonly TimeSpan _readAgain = TimeSpan.FromSeconds(30);

    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => nameof(VaultToken);

    /// <summary>A token that somebody else keeps fresh.</summary>
    public static VaultToken Given(string text, DateTimeOffset now) =>
        IsToken(text) ? new VaultToken(text, now + _readAgain, IsRenewable: false) : throw Rubbish();

    /// <summary>Reads the answer to a login or a renewal.</summary>
    /// <exception cref="SecretStoreUnavailableException">It is none.</exception>
    public static VaultToken Read(VaultAnswer answer, DateTimeOffset now)
    {
        using var document = answer.Parse();
        if (!document.RootElement.TryGetProperty("auth", out var auth) || auth.ValueKind != JsonValueKind.Object
            || !auth.TryGetProperty("client_token", out var token) || token.ValueKind != JsonValueKind.String || !IsToken(token.GetString()!))
            throw Rubbish();
        var lease = auth.TryGetProperty("lease_duration", out var seconds) && seconds.TryGetInt64(out var given) && given > 0
            ? TimeSpan.FromSeconds(Math.Min(given, int.MaxValue))
            : TimeSpan.FromDays(1);
        var renewable = auth.TryGetProperty("renewable", out var may) && may.ValueKind == JsonValueKind.True;
        var left = lease * 2 / 3;
        return new VaultToken(token.GetString()!, now + (left > _least ? left : _least), renewable);
    }

    private static bool IsToken(string text) => text.Length is > 0 and <= MostChars && text.All(c => c is > ' ' and <= '~');

    private static SecretStoreUnavailableException Rubbish() => new("it answered a login with something that is no token");
}
