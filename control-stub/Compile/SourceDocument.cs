using System.Text.Json.Nodes;
using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Compile;

/// <summary>A document that was read.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Content">The document as it was given.</param>
/// <param name="Source">What it says: one of the source records.</param>
/// <param name="Index">Which document of the call it is; null when it came in an earlier one.</param>
internal sealed record SourceDocument(SourceKey Key, JsonObject Content, ISource Source, int? Index)
{
    /// <summary>Tells whether it says the same as another.</summary>
    public string Hash { get; } = CanonicalJson.Hash(Content);

    /// <summary>Says something about this document: by its place in the call, or by its name when it came in an earlier one.</summary>
    public void Say(DocumentReport report, Action<DocumentReport> say)
    {
        var own = new DocumentReport(Index, $"{Key.Kind}/{Key.Space}/{Key.Name}");
        say(own);
        report.Add(own);
    }

    /// <summary>A stored document. It was checked when it came; what this version would say otherwise is said of what is made of it.</summary>
    public static SourceDocument Read(SourceRecord record) =>
        Read((JsonObject)JsonNode.Parse(record.Document)!, record.Key.Kind, record.Key.Plane, index: null, new DocumentReport());

    /// <summary>Reads a document of one of the known kinds.</summary>
    /// <param name="content">The document.</param>
    /// <param name="kind">One of <see cref="SourceKinds.All"/>.</param>
    /// <param name="plane">The plane that bindings belong to.</param>
    /// <param name="index">Which document of the call it is; null when it came in an earlier one.</param>
    /// <param name="report">Where everything wrong goes.</param>
    public static SourceDocument Read(JsonObject content, string kind, string plane, int? index, DocumentReport report)
    {
        var fields = new DocumentFields(content, "", report);
        fields.Text("apiVersion");
        fields.Text("kind");
        ISource source = kind switch
        {
            SourceKinds.Component => ComponentSource.Read(fields),
            SourceKinds.ComponentType => TypeSource.Read(fields),
            SourceKinds.ComponentRelease => ReleaseSource.Read(fields),
            SourceKinds.DeploymentPipeline => PipelineSource.Read(fields),
            SourceKinds.Environment => EnvironmentSource.Read(fields),
            _ => BindingSource.Read(fields),
        };
        fields.Close();
        var owner = kind == SourceKinds.ReleaseBinding ? plane : "";
        return new SourceDocument(new SourceKey(owner, source.Header.Space, kind, source.Header.Name), content, source, index);
    }
}
