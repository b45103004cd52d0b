return await Pdp.Simulation.Cli.SimulationCommand.RunAsync(args);
