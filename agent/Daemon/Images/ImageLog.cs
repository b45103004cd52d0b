namespace Pdp.Daemon.Images;

/// <summary>What is logged of images and registries; never a credential.</summary>
internal sealed partial class ImageLog(ILogger logger)
{
    /// <summary>A registry did not tell.</summary>
    public void NotTold(string registry, string why) => LogNotTold(registry, why);

    /// <summary>An image was resolved.</summary>
    public void Resolved(string intent, string image) => LogResolved(intent, image);

    /// <summary>The registries are others.</summary>
    public void Reloaded(int registries) => LogReloaded(registries);

    /// <summary>The file of the registries has errors; what was read before stands.</summary>
    public void FileWrong(IReadOnlyList<string> problems) => LogFileWrong(string.Join("; ", problems));

    /// <summary>A defect while asking; it is asked again.</summary>
    public void Broke(Exception defect, string intent) => LogBroke(intent, defect.GetType().Name);

    [LoggerMessage(EventId = 1600, EventName = "RegistryFailing", Level = LogLevel.Warning, Message = "Registry {Registry} {Why}")]
    private partial void LogNotTold(string registry, string why);

    [LoggerMessage(EventId = 1601, EventName = "ImageResolved", Level = LogLevel.Information, Message = "Intent {Intent}: image {Image}")]
    private partial void LogResolved(string intent, string image);

    [LoggerMessage(EventId = 1602, EventName = "RegistriesRead", Level = LogLevel.Information,
        Message = "The registries were read again: {Registries} registries")]
    private partial void LogReloaded(int registries);

    [LoggerMessage(EventId = 1603, EventName = "RegistriesWrong", Level = LogLevel.Error,
        Message = "The file of the registries has errors, the registries stay as they were: {Problems}")]
    private partial void LogFileWrong(string problems);

    [LoggerMessage(EventId = 1604, EventName = "ImageQuestionBroke", Level = LogLevel.Error,
        Message = "Intent {Intent}: asking for an image broke by a defect ({Defect}); it is asked again")]
    private partial void LogBroke(string intent, string defect);
}
