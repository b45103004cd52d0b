using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>An <c>Environment</c>: a name for a plane that components are deployed to.</summary>
/// <param name="Header">Its name.</param>
/// <param name="Plane">The plane, which the format calls data plane.</param>
/// <param name="Approvals">Approvals that a promotion to it takes; null when the pipeline says it.</param>
/// <param name="ApproverRole">The role that approves; null for the default one.</param>
internal sealed record EnvironmentSource(SourceHeader Header, string Plane, string? Approvals, string? ApproverRole) : ISource
{
    /// <summary>Annotations of our own: the format only says whether approval is needed.</summary>
    public const string ApprovalsAnnotation = "pdp.dev/approvals";

    /// <inheritdoc cref="ApprovalsAnnotation"/>
    public const string RoleAnnotation = "pdp.dev/approver-role";

    public static EnvironmentSource Read(DocumentFields document)
    {
        var header = SourceHeader.Read(document);
        var plane = "";
        if (document.RequiredSection("spec") is { } spec)
        {
            plane = Reference.Name(spec, "dataPlaneRef");
            if (plane.Length > 0 && !DnsLabel.Is(plane))
                document.Report.Error(FindingRules.BadValue, spec.At("dataPlaneRef"), DnsLabel.Rule);
            spec.NotDeployed("isProduction", "is for people; approvals are what the pipeline asks for");
            spec.NotDeployed("displayName", "is for people");
            spec.NotDeployed("description", "is for people");
            spec.NotExpressed("gateway", "is not used: gateways are the plane's own, by its policy");
            spec.Close();
        }

        if (!DnsLabel.Is(header.Name) && header.Name.Length > 0)
            document.Report.Error(FindingRules.BadValue, "metadata.name", DnsLabel.Rule);
        return new EnvironmentSource(header, plane, header.Annotations.GetValueOrDefault(ApprovalsAnnotation), header.Annotations.GetValueOrDefault(RoleAnnotation));
    }
}
