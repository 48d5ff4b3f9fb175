import { accessAnalyzer } from './access-analyzer.ts';
import { account } from './account.ts';
import { apprunner } from './apprunner.ts';
import { bedrock } from './bedrock.ts';
import { bedrockAgentcore } from './bedrock-agentcore.ts';
import { cloudformation } from './cloudformation.ts';
import { cloudtrail } from './cloudtrail.ts';
import { codebuild } from './codebuild.ts';
import { config } from './config.ts';
import { datapipeline } from './datapipeline.ts';
import { dynamodb } from './dynamodb.ts';
import { ec2 } from './ec2.ts';
import { ec2InstanceConnect } from './ec2-instance-connect.ts';
import { ecr } from './ecr.ts';
import { ecs } from './ecs.ts';
import { events } from './events.ts';
import { glue } from './glue.ts';
import { guardduty } from './guardduty.ts';
import { iam } from './iam.ts';
import { identitystore } from './identitystore.ts';
import { kms } from './kms.ts';
import { lambda } from './lambda.ts';
import { logs } from './logs.ts';
import { monitoring } from './monitoring.ts';
import { organizations } from './organizations.ts';
import { rds } from './rds.ts';
import { rolesanywhere } from './rolesanywhere.ts';
import { route53 } from './route53.ts';
import { route53resolver } from './route53resolver.ts';
import { s3 } from './s3.ts';
import { sagemaker } from './sagemaker.ts';
import { secretsmanager } from './secretsmanager.ts';
import { securityhub } from './securityhub.ts';
import { servicequotas } from './servicequotas.ts';
import { ses } from './ses.ts';
import { signin } from './signin.ts';
import { ssm } from './ssm.ts';
import { sso } from './sso.ts';
import { sts } from './sts.ts';
import type { ServiceActions } from './row.ts';

/** The actions of every service that has a table, by event source as records name it. */
export const services: Readonly<Record<string, ServiceActions>> = {
  'access-analyzer.amazonaws.com': accessAnalyzer,
  'account.amazonaws.com': account,
  'apprunner.amazonaws.com': apprunner,
  'bedrock.amazonaws.com': bedrock,
  'bedrock-agentcore.amazonaws.com': bedrockAgentcore,
  'cloudformation.amazonaws.com': cloudformation,
  'cloudtrail.amazonaws.com': cloudtrail,
  'codebuild.amazonaws.com': codebuild,
  'config.amazonaws.com': config,
  'datapipeline.amazonaws.com': datapipeline,
  'dynamodb.amazonaws.com': dynamodb,
  'ec2.amazonaws.com': ec2,
  'ec2-instance-connect.amazonaws.com': ec2InstanceConnect,
  'ecr.amazonaws.com': ecr,
  'ecs.amazonaws.com': ecs,
  'events.amazonaws.com': events,
  'glue.amazonaws.com': glue,
  'guardduty.amazonaws.com': guardduty,
  'iam.amazonaws.com': iam,
  'identitystore.amazonaws.com': identitystore,
  'kms.amazonaws.com': kms,
  'lambda.amazonaws.com': lambda,
  'logs.amazonaws.com': logs,
  'monitoring.amazonaws.com': monitoring,
  'organizations.amazonaws.com': organizations,
  'rds.amazonaws.com': rds,
  'rolesanywhere.amazonaws.com': rolesanywhere,
  'route53.amazonaws.com': route53,
  'route53resolver.amazonaws.com': route53resolver,
  's3.amazonaws.com': s3,
  'sagemaker.amazonaws.com': sagemaker,
  'secretsmanager.amazonaws.com': secretsmanager,
  'securityhub.amazonaws.com': securityhub,
  'servicequotas.amazonaws.com': servicequotas,
  'ses.amazonaws.com': ses,
  'signin.amazonaws.com': signin,
  'ssm.amazonaws.com': ssm,
  'sso.amazonaws.com': sso,
  'sts.amazonaws.com': sts,
};
