using Pdp.Core.Logs;

namespace Pdp.Observability.Logs.Loki;

/// <summary>
/// Which labels of the customer's Loki say whose a line is. Scopes are enforced by them alone, so every collector that writes there must set all six, and
/// nobody else may: see docs/logs.md.
/// </summary>
/// <param name="Organization">Label with the organization.</param>
/// <param name="Project">Label with the project.</param>
/// <param name="Environment">Label with the environment.</param>
/// <param name="Component">Label with the component.</param>
/// <param name="Pod">Label with the pod's name.</param>
/// <param name="Container">Label with the container's name.</param>
public sealed record LokiLabels(
    string Organization = "organization",
    string Project = "project",
    string Environment = "environment",
    string Component = "component",
    string Pod = "pod",
    string Container = "container")
{
    private const string Rule = "must be pairs such as organization=org,pod=pod_name, separated by commas; labels have letters, digits and underscores";

    /// <summary>The defaults with some replaced: <c>organization=org,pod=pod_name</c>.</summary>
    /// <exception cref="FormatException">It cannot be read; says the rule and not what was written.</exception>
    public static LokiLabels Parse(string text)
    {
        var labels = new LokiLabels();
        foreach (var pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split('=') is not [var field, var label] || !IsLabel(label)) throw new FormatException(Rule);
            labels = field switch
            {
                "organization" => labels with { Organization = label },
                "project" => labels with { Project = label },
                "environment" => labels with { Environment = label },
                "component" => labels with { Component = label },
                "pod" => labels with { Pod = label },
                "container" => labels with { Container = label },
                _ => throw new FormatException(Rule),
            };
        }
        string[] all = [labels.Organization, labels.Project, labels.Environment, labels.Component, labels.Pod, labels.Container];
        return all.Distinct(StringComparer.Ordinal).Count() == all.Length ? labels : throw new FormatException("must name another label for each");
    }

    /// <summary>Whose a stream is.</summary>
    public LogSource SourceOf(IReadOnlyDictionary<string, string> stream)
    {
        return new LogSource(Of(Organization), Of(Project), Of(Environment), Of(Component), Of(Pod), Of(Container));

        string Of(string label) => stream.GetValueOrDefault(label, "");
    }

    private static bool IsLabel(string text) =>
        text.Length is > 0 and <= 100 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
