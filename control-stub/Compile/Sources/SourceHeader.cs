using System.Text.RegularExpressions;
using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>The name of a document and what is written on it.</summary>
/// <param name="Space">Its namespace: the organization.</param>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Labels, those of OpenChoreo too.</param>
/// <param name="Annotations">Annotations.</param>
internal sealed partial record SourceHeader(
    string Space, string Name, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations)
{
    /// <summary>The namespace of a document that names none, as kubectl has it.</summary>
    public const string DefaultSpace = "default";

    private const int LongestName = 253;

    /// <summary>What a cluster adds to a document that was read back from it.</summary>
    private static readonly string[] _fromCluster =
        ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "finalizers", "ownerReferences", "selfLink"];

    /// <summary>Reads <c>metadata</c>.</summary>
    public static SourceHeader Read(DocumentFields document)
    {
        if (document.RequiredSection("metadata") is not { } metadata)
            return new SourceHeader(DefaultSpace, "", Nothing, Nothing);

        var name = metadata.RequiredText("name");
        if (name.Length > LongestName || (name.Length > 0 && !Subdomain().IsMatch(name)))
            document.Report.Error(FindingRules.BadValue, metadata.At("name"), "must be a DNS name of a-z, 0-9, - and .");
        var space = metadata.Text("namespace") ?? DefaultSpace;
        if (!DnsLabel.Is(space))
            document.Report.Error(FindingRules.BadValue, metadata.At("namespace"), DnsLabel.Rule);
        var header = new SourceHeader(space, name, metadata.Map("labels"), metadata.Map("annotations"));
        foreach (var field in _fromCluster)
            metadata.NotDeployed(field, "was given by a cluster and is not used");
        metadata.Close();
        document.NotDeployed("status", "was given by a cluster and is not used");
        return header;
    }

    /// <summary>A value of the spec that a label may repeat; the label alone will do, two that differ will not.</summary>
    public string Agreed(DocumentFields spec, string field, string label)
    {
        var key = $"openchoreo.dev/{label}";
        var said = spec.Text(field);
        if (said is not null && Labels.TryGetValue(key, out var labelled) && labelled != said)
            spec.Report.Error(FindingRules.Mismatch, spec.At(field), $"must be the same as the label {key}");
        var agreed = said ?? Labels.GetValueOrDefault(key);
        if (agreed is null)
            spec.Report.Error(FindingRules.Required, spec.At(field), "must be given");
        else if (!DnsLabel.Is(agreed))
            spec.Report.Error(FindingRules.BadValue, spec.At(field), DnsLabel.Rule);
        return agreed ?? "";
    }

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9.]*[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Subdomain();
}
