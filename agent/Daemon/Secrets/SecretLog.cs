namespace Pdp.Daemon.Secrets;

/// <summary>What is logged of secrets: stores, names and versions, never a value.</summary>
internal sealed partial class SecretLog(ILogger logger)
{
    /// <summary>A store began to fail, or answers again.</summary>
    public void StoreChanged(string store, string? failure)
    {
        if (failure is null) LogStoreBack(store);
        else LogStoreFailing(store, failure);
    }

    /// <summary>A secret is at another version.</summary>
    public void Rotated(string store, string secret, string version) => LogRotated(store, secret, version);

    /// <summary>A value was fetched on behalf of an intent.</summary>
    public void Fetched(string intent, string store, string secret, string version) => LogFetched(intent, store, secret, version);

    /// <summary>A value could not be fetched.</summary>
    public void NotFetched(string intent, string why) => LogNotFetched(intent, why);

    /// <summary>The stores are others.</summary>
    public void Reloaded(int stores) => LogReloaded(stores);

    /// <summary>The file of the stores has errors; what was read before stands.</summary>
    public void FileWrong(IReadOnlyList<string> problems) => LogFileWrong(string.Join("; ", problems));

    /// <summary>A store is no longer followed, by a defect; it is begun anew.</summary>
    public void FollowingEnded(Exception defect, string store) => LogFollowingEnded(store, defect.GetType().Name);

    /// <summary>The queue of a store's changes cannot be read.</summary>
    public void QueueFailing(string store, string why) => LogQueueFailing(store, why);

    /// <summary>It can be read again.</summary>
    public void QueueBack(string store) => LogQueueBack(store);

    [LoggerMessage(EventId = 1500, EventName = "SecretStoreFailing", Level = LogLevel.Warning,
        Message = "Secret store {Store} cannot be read: {Why}; what it told last stands")]
    private partial void LogStoreFailing(string store, string why);

    [LoggerMessage(EventId = 1501, EventName = "SecretStoreBack", Level = LogLevel.Information, Message = "Secret store {Store} can be read again")]
    private partial void LogStoreBack(string store);

    [LoggerMessage(EventId = 1502, EventName = "SecretRotated", Level = LogLevel.Information,
        Message = "Secret {Secret} of store {Store} is at version {Version} now")]
    private partial void LogRotated(string store, string secret, string version);

    [LoggerMessage(EventId = 1503, EventName = "SecretFetched", Level = LogLevel.Information,
        Message = "Intent {Intent}: version {Version} of secret {Secret} of store {Store} was fetched")]
    private partial void LogFetched(string intent, string store, string secret, string version);

    [LoggerMessage(EventId = 1504, EventName = "SecretNotFetched", Level = LogLevel.Warning, Message = "Intent {Intent}: {Why}")]
    private partial void LogNotFetched(string intent, string why);

    [LoggerMessage(EventId = 1505, EventName = "SecretStoresRead", Level = LogLevel.Information,
        Message = "The secret stores were read again: {Stores} stores")]
    private partial void LogReloaded(int stores);

    [LoggerMessage(EventId = 1506, EventName = "SecretStoresWrong", Level = LogLevel.Error,
        Message = "The file of the secret stores has errors, the stores stay as they were: {Problems}")]
    private partial void LogFileWrong(string problems);

    [LoggerMessage(EventId = 1507, EventName = "SecretStoreEnded", Level = LogLevel.Error,
        Message = "A defect of the agent: secret store {Store} was no longer followed ({Defect}); it is begun anew")]
    private partial void LogFollowingEnded(string store, string defect);

    [LoggerMessage(EventId = 1508, EventName = "SecretQueueFailing", Level = LogLevel.Warning,
        Message = "Secret store {Store} does not tell of its changes: {Why}; they are found at each refresh")]
    private partial void LogQueueFailing(string store, string why);

    [LoggerMessage(EventId = 1509, EventName = "SecretQueueBack", Level = LogLevel.Information,
        Message = "Secret store {Store} tells of its changes again")]
    private partial void LogQueueBack(string store);
}
