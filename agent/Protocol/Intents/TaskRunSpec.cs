namespace Pdp.Protocol.Intents;

/// <summary>The spec of a <c>TaskRun</c>: one run of a manual task, once and never again.</summary>
public sealed record TaskRunSpec : IntentSpec
{
    /// <summary>Id of the intent of the manual task.</summary>
    public required string Task { get; init; }

    /// <summary>Replaces the arguments of the task's container; the task's own when absent.</summary>
    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>Variables of this run, in place of the task's own of the same name.</summary>
    public IReadOnlyList<TaskRunVariable> Env { get; init => field = value ?? []; } = [];

    /// <summary>Seconds this run may take, 1..604800; the task's when absent.</summary>
    public int? TimeoutSeconds { get; init; }
}

/// <summary>A variable of one run. A value and never a secret: those are the task's to name.</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Value">Its value.</param>
public sealed record TaskRunVariable(string Name, string Value);
