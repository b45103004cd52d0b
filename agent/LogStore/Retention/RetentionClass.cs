using System.Buffers;
using Pdp.Core.Logs;

namespace Pdp.LogStore.Retention;

/// <summary>Sources whose lines are kept alike.</summary>
public sealed record RetentionClass
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Everything, for two weeks.</summary>
    public static RetentionClass Default { get; } = new() { Name = "default" };

    /// <summary>Names the class's directory: 1 to 40 lower-case letters, digits and dashes.</summary>
    public required string Name { get; init; }

    /// <summary>Which sources.</summary>
    public LogScope Scope { get; init; } = LogScope.Any;

    /// <summary>How long lines are kept; an hour or more. Older ones are not answered, and dropped with their segment.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(14);

    /// <summary>When room is needed, classes with a lower number lose their oldest segments first.</summary>
    public int Priority { get; init; }

    /// <summary>Every rule that is broken; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Name.Length is < 1 or > 40 || Name.AsSpan().ContainsAnyExcept(NameCharacters))
            yield return $"Classes: the name '{Name}' must be 1 to 40 lower-case letters, digits and dashes.";
        if (MaxAge < TimeSpan.FromHours(1)) yield return $"Classes: {Name}.MaxAge must be an hour or more.";
    }
}
