import type { NextRequest } from 'next/server';
import { answerNextAuth } from '../../../../lib/sessions/next-auth-routes.ts';

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

async function handle(request: NextRequest, { params }: Context): Promise<Response> {
  return answerNextAuth(request, (await params).nextauth);
}

export { handle as GET, handle as POST };
