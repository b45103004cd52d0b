using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Pipelines;

/// <summary>Finds the pipeline of a project: there is one at most, so that nobody can choose the one that asks for less.</summary>
internal sealed class PipelineBook(IPromotionStore store)
{
    /// <summary>The one that names the project, or else the one of its organization; null when there is neither.</summary>
    public async Task<Pipeline?> OfAsync(string organization, string project, CancellationToken cancellationToken)
    {
        var all = (await store.PipelinesAsync(organization, cancellationToken)).Select(PipelineReader.Of).ToList();
        return all.FirstOrDefault(p => p.Projects.Contains(project)) ?? all.FirstOrDefault(p => p.Projects.Count == 0);
    }
}
