using Pdp.Core.Secrets;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Ports;

/// <summary>
/// Where secret references become versions, and versions become values: the stores the customer configured. Whoever looks references up
/// is told by <see cref="ISecretObserver"/> when the answer becomes another, until it looks others up or is gone.
/// </summary>
public interface ISecretSource
{
    /// <summary>
    /// Which version each of these stands for now. Answered from memory, which follows the stores; only a secret nobody asked for before is
    /// waited for, and never for long.
    /// </summary>
    /// <param name="who">Who asks; what it may use is the customer's to say.</param>
    /// <param name="references">All the references it has; none to be told of nothing any more.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One answer for each reference, in their order.</returns>
    Task<IReadOnlyList<SecretLookup>> LookUpAsync(
        SecretRequester who, IReadOnlyList<SecretReference> references, CancellationToken cancellationToken);

    /// <summary>Fetches a value.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="reference">Which secret, and which property of it.</param>
    /// <param name="version">Which version of it, as a lookup told.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SecretUnavailableException">It cannot be had now.</exception>
    Task<SecretValue> FetchAsync(SecretRequester who, SecretReference reference, string version, CancellationToken cancellationToken);
}

/// <summary>Who asks for a secret.</summary>
/// <param name="IntentId">The intent.</param>
/// <param name="Organization">Its organization.</param>
/// <param name="Project">Its project.</param>
/// <param name="Environment">Its environment.</param>
public sealed record SecretRequester(string IntentId, string Organization, string Project, string Environment);

/// <summary>What is known of a reference.</summary>
/// <param name="Reference">The reference.</param>
/// <param name="Version">
/// The version it stands for, as the store told last; null when that is not known. Two values of one secret never have the same.
/// </param>
/// <param name="Trouble">Why the store does not tell, or does not tell any more; null while it does.</param>
public sealed record SecretLookup(SecretReference Reference, string? Version, SecretTrouble? Trouble = null);

/// <summary>Why a secret cannot be had.</summary>
/// <param name="Message">For people: names store and secret, and says what to change. Never holds a value.</param>
/// <param name="Since">Since when, UTC; null when it never could be had.</param>
public sealed record SecretTrouble(string Message, DateTimeOffset? Since = null);

/// <summary>A secret cannot be had now.</summary>
/// <param name="message">For people: names store and secret, and says what to change. Never holds a value.</param>
public sealed class SecretUnavailableException(string message) : Exception(message);
