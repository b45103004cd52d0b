namespace Pdp.Daemon.Secrets.KeyVault.Changes;

/// <summary>A queue whose messages are locked while they are worked on, and come again when they are not completed.</summary>
internal interface IMessageQueue : IDisposable
{
    /// <summary>Waits for a message and locks it.</summary>
    /// <returns>The message; null when none came within the time the queue lets callers wait.</returns>
    /// <exception cref="Stores.SecretStoreUnavailableException">The queue cannot be read now.</exception>
    Task<QueueMessage?> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Takes a message away for good. One whose lock ran out comes again.</summary>
    /// <exception cref="Stores.SecretStoreUnavailableException">Not done.</exception>
    Task CompleteAsync(QueueMessage message, CancellationToken cancellationToken);

    /// <summary>Gives a message back at once, for somebody else.</summary>
    /// <exception cref="Stores.SecretStoreUnavailableException">Not done.</exception>
    Task AbandonAsync(QueueMessage message, CancellationToken cancellationToken);
}

/// <summary>A locked message.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LockToken">What shows that it is this receiver's.</param>
/// <param name="Body">The body.</param>
internal sealed record QueueMessage(string Id, string LockToken, byte[] Body);
