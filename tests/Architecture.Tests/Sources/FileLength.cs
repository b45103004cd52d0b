namespace Pdp.Architecture.Tests.Sources;

/// <summary>No C# file is longer than a person reads in one go.</summary>
internal sealed class FileLength : ISourceRule
{
    private const int Longest = 300;

    public IEnumerable<string> Check(Repository repository) =>
        from file in repository.Code()
        let lines = file.Text.AsSpan().TrimEnd('\n').Count('\n') + 1
        where lines > Longest
        select $"{file.Path}: {lines} lines, at most {Longest}; split it by stage";
}
