using System.Text;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Protocol.Schema;

namespace Pdp.Core.Policy;

/// <summary>Turns the customer's document into a policy.</summary>
public static class PolicyDocument
{
    /// <summary>Reads a document.</summary>
    /// <param name="document">The document as JSON.</param>
    /// <param name="under">What holds where the document says nothing.</param>
    /// <param name="problems">Everything wrong with it, each with its path; empty on success.</param>
    /// <returns>The policy; null when there are problems.</returns>
    public static CustomerPolicy? Read(JsonObject document, PolicyRules under, out IReadOnlyList<string> problems)
    {
        problems = [.. PolicySchemaValidator.Validate(Encoding.UTF8.GetBytes(document.ToJsonString())).Select(reason => reason.ToString())];
        if (problems.Count > 0)
            return null;

        var rules = PolicyJson.Merge(under, document["rules"] as JsonObject ?? []);
        ProjectRules[] projects = [.. document.Objects("projects").Select(Section)];
        problems =
        [
            .. ProblemsOf(rules, "rules"),
            .. projects.SelectMany((section, i) => ProblemsOf(PolicyJson.Merge(rules, section.Rules), $"projects[{i}].rules")),
        ];
        return problems.Count > 0 ? null : new CustomerPolicy(rules, projects);
    }

    private static IEnumerable<string> ProblemsOf(PolicyRules rules, string path) =>
        Contradictions.In(rules, path).Concat(GatewayProblems.In(rules, path)).Concat(NetworkProblems.In(rules, path))
            .Concat(MaintenanceProblems.In(rules, path));

    private static ProjectRules Section(JsonObject section) => new()
    {
        Places = [.. Json.Texts(section["places"])],
        Replaces = section.IsTrue("replaces"),
        Rules = section["rules"]!.AsObject(),
    };
}
