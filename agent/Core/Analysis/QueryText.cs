using System.Text.RegularExpressions;

namespace Pdp.Core.Analysis;

/// <summary>
/// Puts what is measured into a query, for <c>$revision</c>, <c>$workload</c>, <c>$namespace</c> and <c>$component</c>. All of these are names of
/// Kubernetes, which have no character a query could take for anything else.
/// </summary>
public static partial class QueryText
{
    /// <summary>The query about a subject. A <c>$</c> before anything else stays, as at the end of a regular expression.</summary>
    public static string Of(string query, AnalysisSubject subject) => Word().Replace(query, match => match.Groups["word"].Value switch
    {
        "revision" => subject.Revision,
        "workload" => subject.Workload,
        "namespace" => subject.Namespace,
        _ => subject.Component,
    });

    [GeneratedRegex(@"\$(?<word>revision|workload|namespace|component)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
