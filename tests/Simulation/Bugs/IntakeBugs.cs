using Pdp.Core.Ports;
using Pdp.Protocol.Frames;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Bugs;

/// <summary>Mistakes where intents come in.</summary>
internal static class IntakeBugs
{
    /// <summary>Answers as soon as the signature is good, and stores meanwhile.</summary>
    public static PlaySetup AckBeforeDurable(PlaySetup setup) => setup.InAgent<IIntake>((intake, services) =>
    {
        var verifier = services.Verifier();
        return Instead.Of(intake, (method, arguments, call) =>
        {
            if (method != nameof(IIntake.AcceptAsync) || verifier.Verify((string)arguments[0]!).Verified is not { } good) return call();
            _ = call();
            return Task.FromResult(new IntakeAnswer(good.Stamp.Id, good.Stamp.Generation, AckOutcome.Stored, [], good.Stamp.Hash));
        });
    });

    /// <summary>Stores whatever is signed, newer or older.</summary>
    public static PlaySetup OldGenerationAccepted(PlaySetup setup) => setup.InAgent<IIntake>((intake, services) =>
    {
        var (verifier, store) = (services.Verifier(), (IIntentStore)services.GetService(typeof(IIntentStore))!);
        return Instead.Of(intake, (method, arguments, call) =>
            method == nameof(IIntake.AcceptAsync) && verifier.Verify((string)arguments[0]!).Verified is { IsRemoval: false } good
                ? StoreAsync(store, good)
                : call());
    });

    private static async Task<IntakeAnswer> StoreAsync(IIntentStore store, VerifiedIntent good)
    {
        try
        {
            await store.WaitUntilLoadedAsync(CancellationToken.None);
            await store.StoreAsync(good, store.Find(good.Stamp.Id), CancellationToken.None);
            return new IntakeAnswer(good.Stamp.Id, good.Stamp.Generation, AckOutcome.Stored, [], good.Stamp.Hash);
        }
        catch (ClusterException failure)
        {
            throw new IntakeUnavailableException(failure.Message, failure);
        }
    }

    private static IIntentVerifier Verifier(this IServiceProvider services) =>
        (IIntentVerifier)services.GetService(typeof(IIntentVerifier))!;
}
