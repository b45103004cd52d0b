using Pdp.Core.Ports;

namespace Pdp.Daemon.Secrets.Stores;

/// <summary>What is known of one secret, and who wants to know.</summary>
internal sealed class KnownSecret
{
    /// <summary>Intents that name it.</summary>
    public HashSet<string> Intents { get; } = [];

    /// <summary>The version told last; null when none ever was.</summary>
    public string? Version { get; private set; }

    /// <summary>Why it is not told, or not any more; null while it is.</summary>
    public SecretTrouble? Trouble { get; private set; }

    /// <summary>Ends when there is a first answer.</summary>
    public TaskCompletionSource Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether nothing was ever told of it.</summary>
    public bool IsNew => !Answered.Task.IsCompleted;

    /// <summary>Whether somebody said that it changed, and the store was not asked since.</summary>
    public bool IsHinted { get; set; }

    /// <summary>Whether it must be asked for without waiting for the next refresh.</summary>
    public bool IsUrgent => IsNew || IsHinted;

    /// <summary>Takes an answer over.</summary>
    /// <returns>Whether it is news.</returns>
    public bool Take(VersionAnswer answer, string store, string name, DateTimeOffset now)
    {
        if (answer is { Version: { } version, Problem: null } && !IsVersion(version))
            answer = new VersionAnswer(null, "the store answered with something that is no version");
        var before = (Version, Trouble?.Message);
        Version = answer.Version ?? Version;
        Trouble = answer.Problem is { } problem ? Since($"secret {name} of store {store}: {problem}", now) : null;
        Answered.TrySetResult();
        return before != (Version, Trouble?.Message);
    }

    // Since when it is so, whatever the store says of it meanwhile; there is no since for what never was otherwise.
    private SecretTrouble Since(string message, DateTimeOffset now) =>
        new(message, Version is null ? null : Trouble?.Since ?? now);

    private static bool IsVersion(string version) =>
        version.Length is > 0 and <= 128 && version.All(c => c is > ' ' and <= '~');
}
