using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Intents;

/// <summary>Whether a caller may do something to an intent, as it is and as it shall be. Asked with each try, for intents change hands.</summary>
internal static class IntentRights
{
    /// <summary>Why a caller may not change an intent; null when he may. One he may not even see does not exist for him.</summary>
    public static DeskAnswer? Refusal(Caller caller, IntentOwner owner)
    {
        var subject = Scope.Of(owner);
        if (caller.Access.Allows(OperatorAction.ChangeIntents, subject))
            return null;
        return caller.Access.Allows(OperatorAction.ViewIntents, subject)
            ? new DeskAnswer(DeskOutcome.Forbidden, [], [Missing(OperatorAction.ChangeIntents, subject, "")])
            : DeskAnswer.Failed(DeskOutcome.NoIntent);
    }

    /// <summary>Why a caller may not put some drafts where they go; null when he may.</summary>
    public static DeskAnswer? Refusal(Caller caller, IEnumerable<IntentDraft> drafts, CurrentIntents current)
    {
        var missing = drafts.SelectMany(d => Missing(caller, d, current.Of(d.Id))).ToList();
        return missing.Count == 0 ? null : new DeskAnswer(DeskOutcome.Forbidden, [], missing);
    }

    /// <summary>What a caller lacks to do something, as an error; to what, where that is known.</summary>
    public static Finding Missing(OperatorAction action, Scope? subject, string path) =>
        new(FindingRules.Forbidden, path, $"needs {Caller.Needed(action, subject)}");

    private static IEnumerable<Finding> Missing(Caller caller, IntentDraft draft, IntentView? there)
    {
        var subject = Scope.Of(draft.Owner);
        if (!caller.Access.Allows(OperatorAction.ChangeIntents, subject))
            yield return Missing(OperatorAction.ChangeIntents, subject, "metadata.project");
        if (there is null or { IsGone: true } || Refusal(caller, there.Intent.Owner) is not { } refusal)
            yield break;
        if (refusal.Outcome == DeskOutcome.NoIntent)
            yield return new Finding(FindingRules.Taken, "metadata.id", "is taken by an intent that you may not see; choose another");
        else if (Scope.Of(there.Intent.Owner) != subject)
            yield return Missing(OperatorAction.ChangeIntents, Scope.Of(there.Intent.Owner), "metadata.id");
    }
}
