using System.Globalization;
using Azure;
using Azure.Identity;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.KeyVault;

/// <summary>What failures of Key Vault mean. Nothing they say themselves is passed on: they quote what was asked and answered.</summary>
internal static class KeyVaultFailures
{
    private const int Unauthorized = 401;
    private const int Forbidden = 403;
    private const int NotFound = 404;
    private const int TooManyRequests = 429;
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(30);

    /// <summary>Of a call that was about the vault as a whole; null for what is none of its failures.</summary>
    public static SecretStoreException? OfStore(Exception failure, TimeProvider time) => failure switch
    {
        RequestFailedException { Status: Unauthorized or Forbidden } denied => new SecretStoreUnavailableException(
            $"it does not let the agent read (HTTP {denied.Status}): its identity needs list and get on secrets, such as the role Key Vault "
            + "Secrets User, and the vault's firewall must let this cluster in"),
        RequestFailedException { Status: TooManyRequests } throttled => new SecretStoreUnavailableException(
            "it is asked too often (HTTP 429)", RetryAfterOf(throttled, time)),
        RequestFailedException { Status: 0 } => new SecretStoreUnavailableException("it cannot be reached: check its address, network and certificate"),
        RequestFailedException failed => new SecretStoreUnavailableException($"it fails (HTTP {failed.Status})", RetryAfterOf(failed, time)),
        AuthenticationFailedException { InnerException: SecretStoreException told } => told,
        AuthenticationFailedException => new SecretStoreUnavailableException(
            "Azure gives the agent no token for it: check the store's auth and what the identity is bound to"),
        AggregateException => new SecretStoreUnavailableException("it cannot be reached: check its address, network and certificate"),
        InvalidOperationException or FormatException or System.Text.Json.JsonException => new SecretStoreUnavailableException(
            "it answered with something that is no answer of a Key Vault: check its address"),
        _ => null,
    };

    /// <summary>Of a call that was about one secret; null for what is none of the vault's failures.</summary>
    public static SecretStoreException? OfSecret(Exception failure, TimeProvider time) => failure switch
    {
        RequestFailedException { Status: NotFound } => new SecretStoreException("there is no such version of it"),
        RequestFailedException { Status: Forbidden } => new SecretStoreException(
            "the vault does not hand it out: it is disabled, or the agent's identity lacks get on secrets"),
        _ => OfStore(failure, time),
    };

    private static TimeSpan? RetryAfterOf(RequestFailedException failure, TimeProvider time)
    {
        if (failure.GetRawResponse() is not { } response || !response.Headers.TryGetValue("Retry-After", out var text)) return null;
        var wait = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment - time.GetUtcNow()
            : TimeSpan.Zero;
        return wait <= TimeSpan.Zero ? null : wait < _longest ? wait : _longest;
    }
}
