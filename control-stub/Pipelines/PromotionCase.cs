using Pdp.ControlStub.Releases;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Pipelines;

/// <summary>What is to be looked at before a release goes on.</summary>
/// <param name="Pipeline">The pipeline of the project.</param>
/// <param name="To">Where it is to go.</param>
/// <param name="From">Where it comes from.</param>
/// <param name="Release">The release.</param>
/// <param name="Content">What it says.</param>
/// <param name="Origin">The component where it comes from; null when it was never there.</param>
/// <param name="Views">Its intents there, one on each plane, and what the planes say of them.</param>
internal sealed record PromotionCase(
    Pipeline Pipeline, Stage To, Stage From, ReleaseRecord Release, ReleaseContent Content, BindingRecord? Origin, IReadOnlyList<IntentView> Views);
