using System.Text.Json.Nodes;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Pipelines;

/// <summary>Reads pipelines as they are written and as they are stored: both are the same document.</summary>
internal static class PipelineReader
{
    private const int MostStages = 20;
    private const int MostPlanes = 20;
    private const int MostApprovals = 10;
    private const Role DefaultRole = Role.PlatformEngineer;

    /// <summary>Reads a document; everything wrong goes to the report.</summary>
    public static Pipeline Read(JsonObject document, string organization, string name, DocumentReport report)
    {
        var fields = new DocumentFields(document, "", report);
        var projects = fields.Texts("projects");
        foreach (var (index, _) in projects.Index().Where(p => !DnsLabel.Is(p.Item)))
            report.Error(FindingRules.BadValue, $"projects[{index}]", DnsLabel.Rule);
        var allowTags = fields.Flag("allowTags") ?? false;
        var stages = new List<Stage>();
        foreach (var item in fields.Items("environments"))
            stages.Add(ReadStage(item, stages));
        if (stages.Count is 0 or > MostStages)
            report.Error(FindingRules.BadValue, "environments", $"must be 1..{MostStages}, in the order in which releases go through them");
        fields.Close();
        return new Pipeline(organization, name, projects, allowTags, stages);
    }

    /// <summary>A stored pipeline.</summary>
    public static Pipeline Of(PipelineRecord record) =>
        Read((JsonObject)JsonNode.Parse(record.Document)!, record.Organization, record.Name, new DocumentReport());

    private static Stage ReadStage(DocumentFields item, List<Stage> before)
    {
        var (name, planes) = (Label(item, "name"), Planes(item));
        if (before.Any(s => s.Environment == name))
            item.Report.Error(FindingRules.Duplicate, item.At("name"), "must not come twice in a pipeline");
        var after = item.Has("after") ? item.Texts("after") : before.Count > 0 ? [before[^1].Environment] : [];
        // Only what stands before, so that no circle can be written.
        foreach (var (index, _) in after.Index().Where(a => before.All(s => s.Environment != a.Item)))
            item.Report.Error(FindingRules.BadValue, $"{item.At("after")}[{index}]", "must be an environment that stands before this one");
        var approvals = item.Section("approvals") is { } section ? ReadApprovals(section) : null;
        item.Close();
        return new Stage(name, planes, after, approvals);
    }

    private static IReadOnlyList<string> Planes(DocumentFields item)
    {
        if (!item.Has("planes"))
            return [Label(item, "plane")];
        var planes = item.Texts("planes");
        if (item.Text("plane") is not null)
            item.Report.Error(FindingRules.Duplicate, item.At("plane"), "must be left out where planes are given");
        if (planes.Count is 0 or > MostPlanes || planes.Distinct().Count() != planes.Count)
            item.Report.Error(FindingRules.BadValue, item.At("planes"), $"must be 1..{MostPlanes}, each once");
        foreach (var (index, _) in planes.Index().Where(p => !DnsLabel.Is(p.Item)))
            item.Report.Error(FindingRules.BadValue, $"{item.At("planes")}[{index}]", DnsLabel.Rule);
        return planes.Count > 0 ? planes : [""];
    }

    private static Approvals ReadApprovals(DocumentFields section)
    {
        var count = section.Whole("count", 1, MostApprovals) ?? 1;
        var role = DefaultRole;
        if (section.Text("role") is { } name)
        {
            if (Roles.Find(name) is { } found && found >= Role.Developer)
                role = found;
            else
                section.Report.Error(FindingRules.BadValue, section.At("role"), $"must be one of {string.Join(", ", Roles.Names.Skip((int)Role.Developer))}");
        }

        section.Close();
        return new Approvals(count, role);
    }

    private static string Label(DocumentFields item, string field)
    {
        var text = item.RequiredText(field);
        if (text.Length > 0 && !DnsLabel.Is(text))
            item.Report.Error(FindingRules.BadValue, item.At(field), DnsLabel.Rule);
        return text;
    }
}
