using Pdp.ControlStub.Compile;
using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Apply;

/// <summary>Settles what the drafts of a call mean beside what the plane has already.</summary>
internal sealed class DraftPlan(IIntentStore store, DocumentReport report)
{
    /// <summary>The drafts to put, each id once.</summary>
    public async Task<IReadOnlyList<IntentDraft>> MakeAsync(
        string plane, ApplyCall call, IReadOnlyList<CompiledBinding> compiled, CancellationToken cancellationToken)
    {
        var made = compiled.Where(c => c.Draft is not null).ToList();
        var ids = made.Select(c => c.Draft!.Id).Concat(call.Drafts.Select(d => d.Draft.Id)).ToHashSet();
        var current = (await store.ViewAsync(plane, ids, cancellationToken)).ToDictionary(v => v.Intent.Id, v => v.Intent);
        var drafts = new Dictionary<string, IntentDraft>();
        foreach (var (_, draft) in call.Drafts)
            drafts[draft.Id] = draft;
        foreach (var binding in made)
        {
            var draft = binding.Draft!;
            if (current.GetValueOrDefault(draft.Id) is { Removed: false } there)
                draft = Beside(binding, draft, there, plane);
            if (!drafts.TryAdd(draft.Id, draft))
                binding.Binding.Say(report, to => to.Error(FindingRules.Taken, "metadata.name", "makes an intent whose id another document of this plane makes too"));
        }

        return [.. drafts.Values];
    }

    private IntentDraft Beside(CompiledBinding binding, IntentDraft draft, IntentRecord there, string plane)
    {
        if (there.Source == IntentDraft.FromApi)
            binding.Binding.Say(report, to => to.Warn(FindingRules.Taken, "metadata.name", "takes over an intent that was put by itself before"));
        else if (SourceName.IsDeployment(there.Source))
            binding.Binding.Say(report, to => to.Warn(FindingRules.Taken, "metadata.name", "takes over what a pipeline deployed before"));
        else if (there.Source != draft.Source)
            binding.Binding.Say(report, to => to.Error(FindingRules.Taken, "metadata.name", "makes an intent whose id another binding of this plane has"));
        var source = (BindingSource)binding.Binding.Source;
        if (source.State is not null || there.State == ComponentState.Active)
            return draft;
        // A file without a state does not undo what an operator did by hand.
        binding.Binding.Say(report, to => to.Note(FindingRules.Kept, "spec.state", $"was not given; the intent stays {there.State} until it is resumed"));
        return IntentDrafts.WithState(draft, plane, there.State, StoredDocument.DeletesVolumes(there)).Draft ?? draft;
    }
}
