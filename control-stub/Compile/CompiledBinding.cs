using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Releases;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Compile;

/// <summary>What came of a binding: an intent, a wait, or errors.</summary>
/// <param name="Binding">The binding.</param>
/// <param name="Draft">The intent; null when it waits or is wrong.</param>
/// <param name="Missing">What it names that is not there yet.</param>
/// <param name="Report">What there is to say of the making.</param>
internal sealed record CompiledBinding(SourceDocument Binding, IntentDraft? Draft, IReadOnlyList<MissingSource> Missing, DocumentReport Report)
{
    /// <summary>What the intent was made of; null when it waits.</summary>
    public IntentParts? Parts { get; init; }

    /// <summary>The release, where it was not known yet.</summary>
    public ReleaseRecord? NewRelease { get; init; }
}


/// <summary>A document that is named and not there yet.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name; of a component type the name components use.</param>
internal sealed record MissingSource(string Kind, string Name);

/// <summary>A binding and what it names.</summary>
internal sealed record BindingParts(SourceDocument BindingDocument, SourceDocument ComponentDocument, SourceDocument ReleaseDocument, SourceDocument? TypeDocument)
{
    public BindingSource Binding => (BindingSource)BindingDocument.Source;

    public ComponentSource Component => (ComponentSource)ComponentDocument.Source;

    public ReleaseSource Release => (ReleaseSource)ReleaseDocument.Source;

    public TypeSource? Type => (TypeSource?)TypeDocument?.Source;
}
